/** The usual last words of a street, by USPS Publication 28, appendix C1, and directions. */
const streetEnds =
  'ALLEY|AVENUE|AVE?|BOULEVARD|BLVD|BROADWAY|CIRCLE|CIR|COURT|CT|DRIVE|DR|HIGHWAY|HWY|LANE|LN|LOOP|PARKWAY|PKWY|PLACE|PL|PLAZA|ROAD|RD|SQUARE|STREET|ST|TERRACE|TER|TRAIL|WAY|NORTH|SOUTH|EAST|WEST|[NS][EW]|[NSEW]';
/** The usual beginnings of the second line of an address, by appendix C2. */
const units = 'APARTMENT|APT|BUILDING|BLDG|FLOOR|FL|LOT|PMB|ROOM|RM|SPACE|SPC|SUITE|STE|UNIT';

/** A unit with its number or letter, and whatever follows, at the end of an address. */
const unit = String.raw`(?:(?:${units})[ .#-]*(?:[A-Z]|[A-Z]{0,2}-?\d[\dA-Z-]*)|#\s*[\dA-Z-]+|P ?O BOX \d+)(?=$|[ ,])`;
const joined = new RegExp(String.raw`(?<=\b(?:${streetEnds}|\d+(?:ST|ND|RD|TH)?))(?=${unit})`, 'gi');

/**
 * A street as people write it: the license board’s file loses the space between the two lines of an address (“SOQUEL DRIVESTE B352”).
 * Only what surely is the end of a street and a unit is parted.
 */
export const streetWords = (filed: string): string => filed.replace(joined, ' ');
