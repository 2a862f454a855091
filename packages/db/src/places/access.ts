/** Lists of places: everyone may read them, and only `portal migrate` writes them, and imports add cities. */
export const registers = ['california_counties', 'place_names', 'reference_loads', 'zip_codes'];
