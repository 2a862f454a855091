/** The last words of a street in addresses of the license board's file, by USPS Publication 28, appendix C1, and directions. */
const streetEnds =
  'ALLEY|ALY|AVENUE|AVE?|BOULEVARD|BLVD|BROADWAY|CENTER|CTR|CIRCLE|CIR|COURT|CT|COVE|CV|CRESCENT|CRES|DRIVE|DR|EXPRESSWAY|EXPY|FREEWAY|FWY|HIGHWAY|HWY|LANE|LN|LOOP|PARKWAY|PKWY|PLACE|PL|PLAZA|PLZ|POINT|PT|ROAD|RD|ROW|SQUARE|SQ|STREET|ST|TERRACE|TER|TRAIL|TRL|WALK|WAY|NORTH|SOUTH|EAST|WEST|NE|NW|SE|SW|[NSEW]';
/** What begins the second line of an address, by the same publication, appendix C2. */
const units =
  'APARTMENT|APT|BUILDING|BLDG|DEPARTMENT|DEPT|FLOOR|FL|LOT|OFFICE|OFC|PMB|ROOM|RM|SPACE|SPC|SUITE|STE|TRAILER|TRLR|UNIT';

/** A unit with its number or letter, and whatever follows, at the end of an address. */
const unit = String.raw`(?:(?:${units})[ .#-]*(?:[A-Z]|[A-Z]{0,2}-?\d[\dA-Z-]*)|#\s*[\dA-Z-]+|P\.? ?O\.? BOX \d+)(?=$|[ ,])`;
const joined = new RegExp(String.raw`(?<=\b(?:${streetEnds}|\d+(?:ST|ND|RD|TH)?))(?=${unit})`, 'gi');

/**
 * A street as people write it: the license board’s file loses the space between the two lines of an address (“SOQUEL DRIVESTE B352”).
 * Only what surely is the end of a street and a unit is parted.
 */
export const streetWords = (filed: string): string => filed.replace(joined, ' ');
