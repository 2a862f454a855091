import type { classificationNames } from './classifications.ts';

/**
 * The words by which people ask for the holders of a class, in English and Spanish, singular. One line may hold several
 * words: they name the class together. A retired code is found by its successor's words.
 */
export const tradeWords: Partial<Record<keyof typeof classificationNames, string>> = {
  A: 'general engineering, engineering contractor, heavy civil, civil contractor, ingeniería general',
  B: 'b general building, garage builder, garage construction, garage conversion, tenant improvement, room addition, home addition, general construction, building contractor, seismic retrofit, earthquake retrofit, soft story retrofit, seismic retrofitting, general contractor, general building contractor, general building, general builder, gc, home builder, house builder, custom home builder, adu, adu builder, accessory dwelling unit, general b, general b contractor, b general contractor, maestro de obra, contratista general, constructor de casas',
  'B-2': 'residential remodeling',
  'C-2':
    'insulation, insulator, attic insulation, spray foam, acoustical, soundproofing, aislamiento, aislante, insulación',
  'C-4': 'boiler, hot water heating, steam fitting, steamfitter, hydronic heating, radiant heating, caldera',
  'C-5':
    'framing, framer, rough framing, rough framer, rough carpentry, rough carpenter, wood framing, framero, armazón, estructura de madera',
  'C-6':
    'cabinet refacing, cabinet, kitchen cabinet, cabinetry, cabinet maker, cabinetmaker, millwork, finish carpentry, finish carpenter, trim carpenter, woodwork, woodworking, woodworker, ebanista, ebanistería, gabinete',
  'C-7':
    'low voltage, data cabling, network cabling, structured cabling, telecommunications, fiber optic, cctv, security camera, intercom, home theater, bajo voltaje, cámara de seguridad',
  'C-8':
    'polished concrete, concrete polishing, stamped concrete, concreto estampado, sidewalk, patio, concrete patio, curb and gutter, ada ramp, concrete, cement, flatwork, concrete foundation, concreto, cemento, cimiento, cementero, concret, cement mason',
  'C-9':
    'tabla roca, drywall, drywaller, dry wall, drywal, sheetrock, sheet rock, gypsum board, tablaroca, panel de yeso, drywallero',
  'C-10':
    'electrical panel, panel upgrade, electrical panel upgrade, service panel, ceiling fan, recessed lighting, knob and tube, knob and tube rewiring, tesla charger, electric vehicle charger, panel eléctrico, generator, generator installation, standby generator, electrician, electrical, electric, electricista, electricidad, eléctrico, eléctrica, wiring, rewiring, ev charger, electrical wiring, lighting, instalación eléctrica, electrican, electritian, electrial',
  'C-11': 'elevator, escalator, dumbwaiter, elevador, ascensor',
  'C-12':
    'pavement, paving, earthwork, asphalt, asphalt paving, grading, excavation, excavating, excavator, earthmoving, dirt work, sealcoating, blacktop, pavimentación, asfalto, excavación, terracería',
  'C-13': 'fence, fencing, fence builder, fence installer, cerca, cerco, cercado, barda',
  'C-15':
    'piso laminado, flooring, floor, floor covering, hardwood floor, hardwood flooring, carpet, carpeting, linoleum, laminate, laminate flooring, vinyl flooring, piso, alfombra, duela',
  'C-16':
    'fire protection, fire sprinkler, fire suppression, sprinkler fitter, protección contra incendios, rociador',
  'C-17':
    'glass, glazing, glazier, window, window replacement, storefront, shower door, mirror, vidrio, vidriero, ventana, vidriería',
  'C-20':
    'hvac, heating, air conditioning, air conditioner, heating and air, heating and cooling, heating and air conditioning, ac repair, ac installation, ac service, ac contractor, ac technician, ac unit, ac company, ac guy, ac replacement, ac maintenance, central ac, ac and heating, heating and ac, furnace, heat pump, mini split, aire acondicionado, calefacción, ventilation, hvac technician',
  'C-21':
    'demo contractor, interior demo, demolition, house moving, building moving, wrecking, demolición, demolisher, interior demolition',
  'C-22': 'asbestos abatement, abatement',
  'C-23':
    'iron gate, iron fence, metal railing, handrail, ornamental metal, ornamental iron, wrought iron, iron work, ironwork, railing, herrería, herrero, hierro forjado, reja',
  'C-27':
    'land scaping, land scaper, landscaping, landscape, landscaper, gardener, gardening, lawn, lawn care, irrigation, sod, artificial turf, hardscape, jardinero, jardinería, paisajista, paisajismo, riego, césped, landscapper',
  'C-28': 'security equipment, lock and security equipment, equipo de seguridad',
  'C-29':
    'masonry, mason, stone mason, brick, bricklayer, brick layer, brickwork, stonework, block wall, retaining wall, chimney, albañil, albañilería, ladrillo, ladrillero, mampostería',
  'C-31': 'traffic control, construction zone traffic control, flagger, flagging, control de tráfico',
  'C-32':
    'parking lot, parking lot striping, striping, highway improvement, pavement marking, guardrail, parking and highway improvement, estacionamiento',
  'C-33':
    'pintura exterior, pintura interior, pintura de exteriores, pintura de interiores, interior painter, interior painting, exterior painter, exterior painting, pintar, painter, painting, paint, house painter, house painting, painting and decorating, pintor, pintora, pintura',
  'C-34': 'pipeline, pipe line, línea de tubería, gasoducto',
  'C-35':
    'plaster, plastering, plasterer, stucco, lath, lathing, lathing and plastering, yesero, estuco, enjarre, enyesador',
  'C-36':
    'tubería, fuga de agua, water leak, toilet, faucet, leaky faucet, garbage disposal, drenaje tapado, inodoro, backflow, backflow testing, backflow preventer, plumber, plumbing, plomero, plomería, fontanero, fontanería, drain, drain cleaning, water heater, repipe, repiping, rooter, gas line, plummer, pluming',
  'C-38':
    'refrigeration, walk in cooler, walk in freezer, cold storage, commercial refrigeration, refrigeración',
  'C-39':
    'roof leak, roof leak repair, leaky roof, leaking roof, roofing, roofer, roof, roof repair, waterproofing, waterproof, waterproofer, impermeabilización, impermeabilizante, reroof, reroofing, shingle, techador, techo, techado, techero, roffing',
  'C-42':
    'septic pumping, septic tank pumping, septic inspection, sanitation, septic, septic tank, septic system, leach field, fosa séptica, sistema séptico',
  'C-43':
    'sheet metal, gutter, gutter cleaning, rain gutter, flashing, hojalatero, hojalatería, canaleta, lámina',
  'C-45': 'electric sign, electrical sign, neon sign, sign maker',
  'C-46':
    'solar, solar panel, solar installer, solar power, solar energy, photovoltaic, panel solar, paneles solares, energía solar',
  'C-47':
    'manufactured housing, manufactured home, mobile home, modular home, casa móvil, casas móviles, casa prefabricada',
  'C-49':
    'corte de árboles, tala de árboles, tree, tree service, tree trimming, tree trimmer, tree removal, tree care, tree cutting, palm tree, palm trimming, arborist, stump grinding, stump removal, árbol, poda, poda de árboles, podador, arborista',
  'C-50': 'rebar, reinforcing steel, varilla, fierrero, acero de refuerzo',
  'C-51':
    'estructura de acero, estructura metálica, steel fabricator, steel fabrication, structural steel, steel erection, steel erector, ironworker, acero estructural',
  'C-53':
    'swimming pool, pool builder, pool contractor, pool construction, pool installation, pool plastering, hot tub, construcción de albercas',
  'C-54':
    'baldosa, tile, tiling, tile setter, tilesetter, tile installer, ceramic tile, mosaic, backsplash, azulejo, azulejero, loseta, cerámica',
  'C-55':
    'water conditioning, water softener, water treatment, water filtration, water filter, suavizador de agua, tratamiento de agua',
  'C-57': 'well drilling, well driller, water well, well drill, pozo, pozo de agua, perforación de pozos',
  'C-60':
    'welding shop, welding fabrication, welding and fabrication, welding, welder, weld, soldador, soldadora, soldadura',
  'C-61': 'limited specialty, especialidad limitada',
  'D-3': 'awning, canopy, patio cover, toldo',
  'D-4': 'central vacuum, central vacuum system, aspiradora central',
  'D-6':
    'concrete cutting, concrete pumping, concrete coring, concrete sawing, core drilling, concrete related service, corte de concreto',
  'D-9': 'blasting, drilling, oil field, oilfield, explosives, voladura, barrenación, perforación',
  'D-10': 'raised floor, elevated floor, access floor, access flooring, piso elevado',
  'D-12': 'synthetic product, epoxy, epoxy coating, producto sintético, sport surface',
  'D-16': 'door hardware, safes, vault, caja fuerte',
  'D-21': 'machinery, pump, pump installation, pump repair, millwright, maquinaria, bomba de agua',
  'D-24': 'metal product, producto de metal, lockers, metal fabrication',
  'D-28':
    'front door, entry door, exterior door, garage door, door, overhead door, automatic gate, gate opener, gate repair, gate installation, roll up door, door installer, puerta, puerta de garaje, portón',
  'D-29':
    'wallpaper removal, paperhanging, paper hanging, paperhanger, wallpaper, wallcovering, wall covering, papel tapiz',
  'D-30':
    'pile driving, pile driver, foundation jacking, foundation leveling, house leveling, underpinning, pilote',
  'D-31': 'pole installation, utility pole, light pole, flagpole, poste',
  'D-34':
    'prefabricated equipment, prefabricated, playground equipment, playground, bleachers, carport, prefabricado',
  'D-35':
    'pool service, pool maintenance, pool cleaning, pool cleaner, pool repair, spa repair, mantenimiento de albercas, mantenimiento de piscinas, limpieza de albercas, limpieza de piscinas',
  'D-38':
    'sandblasting, sandblaster, sand blasting, water blasting, pressure washing, pressure washer, power washing, hydroblasting, lavado a presión',
  'D-39': 'scaffolding, scaffold, andamio',
  'D-40':
    'service station equipment, service station, gas station, fuel tank, underground storage tank, gasolinera',
  'D-41': 'siding, deck, decking, deck builder, siding and decking, revestimiento',
  'D-42': 'non electrical sign, nonelectrical sign, sign installation, sign installer',
  'D-50': 'suspended ceiling, drop ceiling, acoustic ceiling, acoustical ceiling, techo suspendido, plafón',
  'D-52':
    'window covering, window treatment, blinds, window shades, shutters, curtain, drapery, persiana, cortina',
  'D-53': 'wood tank, tanque de madera',
  'D-56': 'trenching, trencher, trench, zanja, zanjeo',
  'D-59': 'hydroseeding, hydroseed, hydroseeder, erosion control, hidrosiembra',
  'D-62': 'air balancing, air and water balancing, test and balance, balanceo de aire',
  'D-63':
    'debris removal, construction debris removal, construction cleanup, construction clean up, construction cleaning, post construction cleaning, post construction cleanup, final cleaning, limpieza de construcción',
  'D-64': 'non specialized, nonspecialized, no especializado',
  'D-65':
    'weatherization, weatherproofing, weatherstripping, energy conservation, energy efficiency, climatización, aislamiento térmico',
  ASB: 'asb, asb certification, asb certified, asbestos certification, asbestos certificate, asbestos certified, asbestos certificate holder, certificación de asbesto, certificado de asbesto, certificado en asbesto',
  HAZ: 'haz, haz certification, haz certified, haz mat, hazmat, hazmat removal, hazmat certification, hazmat certified, hazardous, hazardous certification, hazardous removal, hazardous substance, hazardous substance removal, hazardous material, hazardous material removal, hazardous waste, hazardous waste removal, peligroso, material peligroso, sustancia peligrosa, residuo peligroso, desecho peligroso, certificación de materiales peligrosos',
};

/** Words that name several classes: a search for one finds the holders of any of them. */
export const sharedTradeWords: Record<string, (keyof typeof classificationNames)[]> = {
  // Holders of the class remove asbestos; holders of the certification do so within their own trade.
  asbestos: ['C-22', 'ASB'],
  'asbestos removal': ['C-22', 'ASB'],
  'remoción de asbesto': ['C-22', 'ASB'],
  'retiro de asbesto': ['C-22', 'ASB'],
  'marble fabricator': ['C-29', 'C-54'],
  'granite fabricator': ['C-29', 'C-54'],
  'stone fabricator': ['C-29', 'C-54'],
  stair: ['C-5', 'C-6'],
  escalera: ['C-5', 'C-6'],
  construcción: ['A', 'B'],
  'window and door': ['C-17', 'D-28'],
  'door and window': ['C-17', 'D-28'],
  'ventana y puerta': ['C-17', 'D-28'],
  'puerta y ventana': ['C-17', 'D-28'],
  staircase: ['C-5', 'C-6'],
  turf: ['C-27', 'D-12'],
  'boring contractor': ['A', 'C-34'],
  drainage: ['A', 'C-12', 'C-27'],
  'french drain': ['C-27', 'C-36'],
  'land clearing': ['A', 'C-12'],
  'brush clearing': ['C-27', 'C-49'],
  'weed abatement': ['C-27', 'C-49'],
  'fire abatement': ['C-27', 'C-49'],
  'defensible space': ['C-27', 'C-49'],
  'popcorn ceiling': ['C-2', 'C-9'],
  'popcorn ceiling removal': ['C-2', 'C-9'],
  remodelar: ['B-2', 'B'],
  countertop: ['C-6', 'C-29', 'C-54'],
  'granite countertop': ['C-29', 'C-54'],
  'marble countertop': ['C-29', 'C-54'],
  'stone countertop': ['C-29', 'C-54'],
  'battery storage': ['C-10', 'C-46'],
  'home battery': ['C-10', 'C-46'],
  powerwall: ['C-10', 'C-46'],
  'tesla powerwall': ['C-10', 'C-46'],
  skylight: ['C-17', 'C-39'],
  tragaluz: ['C-17', 'C-39'],
  pergola: ['C-5', 'D-3'],
  fireplace: ['C-29', 'D-34'],
  chimenea: ['C-29', 'D-34'],
  'synthetic turf': ['C-27', 'D-12'],
  'underground utility': ['A', 'C-34'],
  'utility contractor': ['A', 'C-34'],
  'directional drilling': ['A', 'C-34'],
  'directional boring': ['A', 'C-34'],
  'horizontal boring': ['A', 'C-34'],
  'foundation crack': ['C-8', 'D-30'],
  'foundation crack repair': ['C-8', 'D-30'],
  'well pump': ['C-57', 'D-21'],
  trenchless: ['C-36', 'C-42', 'C-34'],
  'water damage': ['B-2', 'B'],
  'fire damage': ['B-2', 'B'],
  'flood damage': ['B-2', 'B'],
  'smoke damage': ['B-2', 'B'],
  'flood restoration': ['B-2', 'B'],
  carpenter: ['C-5', 'C-6'],
  carpentry: ['C-5', 'C-6'],
  carpintero: ['C-5', 'C-6'],
  carpintería: ['C-5', 'C-6'],
  handyman: ['B-2', 'B'],
  restoration: ['B-2', 'B'],
  'fire damage restoration': ['B-2', 'B'],
  'water damage restoration': ['B-2', 'B'],
  'construction company': ['A', 'B'],
  'construction companies': ['A', 'B'],
  'construction contractor': ['A', 'B'],
  'compañía de construcción': ['A', 'B'],
  'empresa de construcción': ['A', 'B'],
  constructora: ['A', 'B'],
  remodel: ['B-2', 'B'],
  remodeling: ['B-2', 'B'],
  remodeler: ['B-2', 'B'],
  'home improvement': ['B-2', 'B'],
  kitchen: ['B-2', 'B'],
  'kitchen and bath': ['B-2', 'B'],
  'kitchen and bathroom': ['B-2', 'B'],
  bathroom: ['B-2', 'B'],
  cocina: ['B-2', 'B'],
  baño: ['B-2', 'B'],
  'remodelación de cocina': ['B-2', 'B'],
  'remodelación de baño': ['B-2', 'B'],
  'remodelación de casa': ['B-2', 'B'],
  'kitchen remodel': ['B-2', 'B'],
  'kitchen remodeling': ['B-2', 'B'],
  'bathroom remodel': ['B-2', 'B'],
  'bathroom remodeling': ['B-2', 'B'],
  renovation: ['B-2', 'B'],
  remodelación: ['B-2', 'B'],
  renovación: ['B-2', 'B'],
  foundation: ['C-8', 'D-30'],
  'foundation repair': ['C-8', 'D-30'],
  driveway: ['C-8', 'C-12'],
  paver: ['C-12', 'C-29'],
  gates: ['C-13', 'D-28'],
  sprinkler: ['C-16', 'C-27'],
  ductwork: ['C-20', 'C-43'],
  duct: ['C-20', 'C-43'],
  'epoxy floor': ['C-15', 'D-12'],
  'epoxy flooring': ['C-15', 'D-12'],
  'epoxy floor coating': ['C-15', 'D-12'],
  'piso epóxico': ['C-15', 'D-12'],
  alarm: ['C-7', 'C-10'],
  'burglar alarm': ['C-7', 'C-10'],
  'fire alarm': ['C-10', 'C-16'],
  locks: ['C-28', 'D-16'],
  locksmith: ['C-28', 'D-16'],
  cerrajero: ['C-28', 'D-16'],
  cerrajería: ['C-28', 'D-16'],
  sewer: ['C-36', 'C-42', 'C-34'],
  'sewer line': ['C-36', 'C-42', 'C-34'],
  'sewer lateral': ['C-36', 'C-42', 'C-34'],
  'trenchless sewer': ['C-36', 'C-42', 'C-34'],
  drenaje: ['C-36', 'C-42'],
  sign: ['C-45', 'D-42'],
  signage: ['C-45', 'D-42'],
  letrero: ['C-45', 'D-42'],
  rótulo: ['C-45', 'D-42'],
  steel: ['C-50', 'C-51'],
  acero: ['C-50', 'C-51'],
  pool: ['C-53', 'D-35'],
  alberca: ['C-53', 'D-35'],
  piscina: ['C-53', 'D-35'],
  yeso: ['C-9', 'C-35'],
};
