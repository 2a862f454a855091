/** Lists of places: everyone may read them, and only `portal migrate` writes them. */
export const registers = ['california_counties', 'reference_loads', 'zip_codes'];
