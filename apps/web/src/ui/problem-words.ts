/** What a sentence asks for, by the label of its field. A field whose label is not here is asked for with “the”. */
const asked: Record<string, string> = {
  'First name': 'Enter your first name',
  'Last name': 'Enter your last name',
  Company: 'Enter your company name',
  'Email address': 'Enter your email address',
  'New email address': 'Enter your new email address',
  Password: 'Enter your password',
  'Current password': 'Enter your current password',
  'New password': 'Enter a new password',
  'Your answer': 'Enter your answer',
  Reason: 'Enter a reason',
  'Reason for the reset': 'Enter a reason for the reset',
  Name: 'Enter a name',
  Title: 'Enter a title',
  Subject: 'Enter a subject',
  Message: 'Enter a message',
  Question: 'Enter a question',
  Note: 'Enter a note',
  Address: 'Enter an address',
  Description: 'Describe the picture',
  Picture: 'Choose a picture',
  Role: 'Choose a role',
  'Until (Pacific time)': 'Choose a day and a time',
};

/**
 * The sentence about a wrong field, without its period. The inputs say what is wrong after the field’s name (“must have at
 * most 100 characters”), or in a whole sentence, which begins with a capital.
 */
export function problemSentence(label: string, message: string): string {
  if (message === 'is required') return asked[label] ?? `Enter the ${label.charAt(0).toLowerCase()}${label.slice(1)}`;
  return /^\p{Lu}/u.test(message) ? message : `${label} ${message}`;
}
