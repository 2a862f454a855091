import { expect, it } from 'vitest';
import { cityCase } from '../../places/city-case.ts';
import { titleCase } from './title-case.ts';

/** Invented names, as the board writes them and as a firm writes itself. */
const names = `
ACME ELECTRIC INC | Acme Electric Inc.
ACME ELECTRIC, INC | Acme Electric, Inc.
ACME ELECTRIC INC. | Acme Electric Inc.
ACME ELECTRIC, INC. | Acme Electric, Inc.
ACME ELECTRIC INCORPORATED | Acme Electric Incorporated
BAY ROOFING LLC | Bay Roofing LLC
BAY ROOFING L.L.C. | Bay Roofing L.L.C.
BAY ROOFING L L C | Bay Roofing L L C
REDWOOD PAVING CORP | Redwood Paving Corp.
REDWOOD PAVING CORPORATION | Redwood Paving Corporation
SMITH & CO | Smith & Co.
SMITH AND CO BUILDERS INC | Smith and Co. Builders Inc.
CO BUILDERS | Co Builders
TESTER & SONS LTD | Tester & Sons Ltd.
SAMPLE BROS PAINTING | Sample Bros. Painting
SAMPLE LP | Sample LP
SAMPLE LLP | Sample LLP
HARBOR JV | Harbor JV
MCDONALD PLUMBING | McDonald Plumbing
MCCOY & MCGEE | McCoy & McGee
MCDONALD'S HEATING | McDonald's Heating
MCKAY-MCINTYRE BUILDERS | McKay-McIntyre Builders
MCM CONSTRUCTION | MCM Construction
MACDONALD PAINTING | MacDonald Painting
MACARTHUR DRYWALL | MacArthur Drywall
MACGREGOR & SONS | MacGregor & Sons
MACLEOD ELECTRIC | MacLeod Electric
MACHADO CONCRETE | Machado Concrete
MACK TRUCK REPAIR | Mack Truck Repair
MACHINE WORKS | Machine Works
MACY GLASS | Macy Glass
MACIAS TILE | Macias Tile
O'BRIEN ROOFING | O'Brien Roofing
O’NEILL & SONS | O’Neill & Sons
O'NEILL'S FENCING | O'Neill's Fencing
O'MCDERMOTT INC | O'McDermott Inc.
D'ANGELO MASONRY | D'Angelo Masonry
L'ATELIER CABINETS | L'Atelier Cabinets
JOE'S PLUMBING | Joe's Plumbing
WOMEN'S BUILDING CO | Women's Building Co.
BUILDERS' GUILD | Builders' Guild
J'S HAULING | J's Hauling
INT'L GLASS | Int'l Glass
NAT'L FIRE SPRINKLER | Nat'l Fire Sprinkler
ROCK'N'ROLL PAVING | Rock'n'Roll Paving
ROCK 'N ROLL PAVING | Rock 'n Roll Paving
DON'T DIG ALONE | Don't Dig Alone
HAWAI'I POOLS | Hawai'i Pools
J R CONSTRUCTION | J R Construction
J.R. CONSTRUCTION | J.R. Construction
JR CONSTRUCTION | JR Construction
JOHN TESTER JR | John Tester Jr.
JOHN TESTER JR ROOFING | John Tester Jr. Roofing
JOHN TESTER SR | John Tester Sr.
JOHN TESTER III | John Tester III
JOHN TESTER II INC | John Tester II Inc.
TESTER IV BUILDERS | Tester IV Builders
LOUIS XIV FLOORS | Louis XIV Floors
GRANITE PARTNERS VIII | Granite Partners VIII
JANE A DOE | Jane A Doe
DOE JANE A | Doe Jane A
A & B PLUMBING | A & B Plumbing
A&B PLUMBING | A&B Plumbing
J&J'S TREE CARE | J&J's Tree Care
R & D GLASS | R & D Glass
SMITH&SONS | Smith&Sons
A-1 ROOFING | A-1 Roofing
A1 ROOFING | A1 Roofing
AAA FIRE PROTECTION | AAA Fire Protection
ABC SUPPLY | ABC Supply
CSI FLOORS | CSI Floors
HVAC PROS | HVAC Pros
BAY HVAC/R | Bay HVAC/R
USA SOLAR | USA Solar
US SOLAR | US Solar
U.S. SOLAR | U.S. Solar
IBEW TRAINING | IBEW Training
NAMC BUILDERS | NAMC Builders
JMK CONCRETE | JMK Concrete
JPR ELECTRIC | JPR Electric
PDI DRILLING | PDI Drilling
AMG WELDING | AMG Welding
DKO PAINTING | DKO Painting
TRI CITY ROOFING | Tri City Roofing
PRO SPA CARE | Pro Spa Care
ART GLASS | Art Glass
ACE OAK FLOORS | Ace Oak Floors
OLD ELM ARK BUILDERS | Old Elm Ark Builders
SKY DRY WALL | Sky Dry Wall
TJ BUILDERS | TJ Builders
AJ BUILDERS | AJ Builders
AL TESTER PLUMBING | Al Tester Plumbing
ED & JO ELECTRIC | Ed & Jo Electric
NG ELECTRIC | Ng Electric
E-Z FENCE | E-Z Fence
EZ FENCE | EZ Fence
A/C EXPERTS | A/C Experts
HEATING/AIR BY DOE | Heating/Air by Doe
MASTERS OF THE TRADE | Masters of the Trade
THE ROOFERS | The Roofers
OF COURSE PAINTING | Of Course Painting
DESIGN BY DOE | Design by Doe
THE STAND BY | The Stand By
BUILT TO LAST INC | Built to Last Inc.
SAMPLE DBA THE BLUE LANTERN | Sample DBA The Blue Lantern
SAMPLE D/B/A LANTERN | Sample d/b/a Lantern
DOE C/O TESTER | Doe c/o Tester
1ST CHOICE PAINTING | 1st Choice Painting
21ST CENTURY SOLAR | 21st Century Solar
2ND STORY BUILDERS | 2nd Story Builders
5TH ST GLASS | 5th St. Glass
24 HOUR PLUMBING | 24 Hour Plumbing
24HR PLUMBING | 24hr Plumbing
24/7 PLUMBING | 24/7 Plumbing
3D DRAFTING | 3D Drafting
4EVER GREEN | 4Ever Green
STUDIO54 LIGHTING | Studio54 Lighting
#1 TREE SERVICE | #1 Tree Service
80'S RETRO TILE | 80's Retro Tile
ALL-AMERICAN TILE | All-American Tile
DOE-TESTER ELECTRIC | Doe-Tester Electric
CARMEL-BY-THE-SEA STONE | Carmel-by-the-Sea Stone
BUILD-RITE CO-OP | Build-Rite Co-op
ST JOHN CONSTRUCTION | St. John Construction
ST. HELENA MASONRY | St. Helena Masonry
ST CONSTRUCTION | ST Construction
MT DIABLO ROOFING | Mt. Diablo Roofing
MT ELECTRIC | MT Electric
MR FIXIT | Mr. Fixit
DR DRAIN | Dr. Drain
MARINA DEL REY POOLS | Marina del Rey Pools
DE LA CRUZ DRYWALL | De La Cruz Drywall
JUAN DE LA CRUZ | Juan De La Cruz
LOS GATOS TILE | Los Gatos Tile
LA HONDA TREE CARE | La Honda Tree Care
EL CAMINO SIGNS | El Camino Signs
VAN DER BERG GLASS | Van Der Berg Glass
PEÑA ROOFING | Peña Roofing
MUÑOZ & NÚÑEZ INC | Muñoz & Núñez Inc.
ÉCLAIR INTERIORS | Éclair Interiors
"THE GOOD" ROOFER INC | "The Good" Roofer Inc.
DOE "THE MAN" BUILDERS | Doe "The Man" Builders
TESTER (BAY AREA) INC | Tester (Bay Area) Inc.
SAMPLE, DOE & TESTER, LLC | Sample, Doe & Tester, LLC
EXAMPLE.COM SIGNS | Example.com Signs
NORCAL SOLAR | NorCal Solar
SOCAL SOLAR | SoCal Solar
BLDG BLOCKS MGMT CO | Bldg Blocks Mgmt. Co.
LED LIGHTING PROS | LED Lighting Pros
EV CHARGING CO | EV Charging Co.
ADU DESIGNS | ADU Designs
TLC HOMES | TLC Homes
SCHWARTZ WELL DRILLING | Schwartz Well Drilling
LYNN FLYNN TILE | Lynn Flynn Tile
AT&T SERVICES INC | AT&T Services Inc.
PG&E LINES | PG&E Lines
A&M PAVING | A&M Paving
SO&SO BUILDERS | So&So Builders
R+R ROOFING | R+R Roofing
MR. FIXIT | Mr. Fixit
DR. DRAIN | Dr. Drain
MRS. TILE INC | Mrs. Tile Inc.
ZORB STRAßE BAU | Zorb Straße Bau
GROß & SOHN INC | Groß & Sohn Inc.
Groß & Sohn | Groß & Sohn
eBuild LLC | eBuild LLC
iSolar of California | iSolar of California
ACME  ELECTRIC | Acme  Electric
X | X
`;

/** Cities of the state, and others that the file writes in its own way. */
const cities = `
OAKLAND | Oakland
SAN FRANCISCO | San Francisco
LA CANADA FLINTRIDGE | La Canada Flintridge
ST HELENA | St. Helena
ST. HELENA | St. Helena
MT SHASTA | Mt. Shasta
FT BRAGG | Ft. Bragg
MCFARLAND | McFarland
MCKINLEYVILLE | McKinleyville
MACDOEL | Macdoel
MARINA DEL REY | Marina del Rey
DEL MAR | Del Mar
COTO DE CAZA | Coto de Caza
CARMEL-BY-THE-SEA | Carmel-by-the-Sea
CARDIFF BY THE SEA | Cardiff by the Sea
LAKE OF THE PINES | Lake of the Pines
EL DORADO HILLS | El Dorado Hills
S SAN FRANCISCO | S San Francisco
BEVERLY HLS | Beverly Hls
29 PALMS | 29 Palms
EDWARDS AFB | Edwards AFB
WASHINGTON DC | Washington DC
O'BRIEN | O'Brien
LA CAÑADA | La Cañada
Palo Alto | Palo Alto
`;

const table = (text: string): [string, string][] =>
  text
    .trim()
    .split('\n')
    .map((line) => line.split(' | ') as [string, string]);

it.each(table(names))('the firm %s is %s', (filed, shown) => {
  expect(titleCase(filed)).toBe(shown);
});

it.each(table(cities))('the city %s is %s', (filed, shown) => {
  expect(cityCase(filed)).toBe(shown);
});

it('the table of names is long enough to hold every rule', () => {
  expect(table(names).length).toBeGreaterThan(120);
});
