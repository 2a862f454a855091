/**
 * The place between a usual end of a street, or its number, and a unit: both lists are from USPS Publication 28, appendices C1 and C2.
 * A unit has a number or a letter.
 */
const joined =
  /(?<=\b(?:ALLEY|AVENUE|AVE?|BOULEVARD|BLVD|BROADWAY|CIRCLE|CIR|COURT|CT|DRIVE|DR|HIGHWAY|HWY|LANE|LN|LOOP|PARKWAY|PKWY|PLACE|PL|PLAZA|ROAD|RD|SQUARE|STREET|ST|TERRACE|TER|TRAIL|WAY|NORTH|SOUTH|EAST|WEST|[NS][EW]|[NSEW]|\d{1,6}(?:ST|ND|RD|TH)?))(?=(?:(?:APARTMENT|APT|BUILDING|BLDG|FLOOR|FL|LOT|PMB|ROOM|RM|SPACE|SPC|SUITE|STE|UNIT)[ .#-]{0,3}(?:[A-Z]|[A-Z]{0,2}-?\d[\dA-Z-]{0,8})|# ?[\dA-Z-]{1,9}|P ?O BOX \d{1,6})(?=$|[ ,]))/gi;

/**
 * A street as people write it: the license board’s file loses the space between the two lines of an address (“SOQUEL DRIVESTE B352”).
 * Only what surely is the end of a street and a unit is parted.
 */
export const streetWords = (filed: string): string => filed.replace(joined, ' ');
