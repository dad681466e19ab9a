import { UserError } from '../shared/user-error';

/** `main.ts` recognizes a preview by this prefix of its name. */
const prefix = 'preview';
/** The maximum length of an environment's name, without the prefix. */
const maxLength = 16 - prefix.length;

/**
 * Returns the name of the environment for the name that the user types: `pr-42` and `previewpr42` are both
 * `previewpr42`. Names of environments have no hyphens.
 * @throws UserError if nothing is left of it, or too much
 */
export function previewName(typed: string): string {
  const name = typed
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
    .replace(/^preview/, '');
  if (name.length > 0 && name.length <= maxLength) return `${prefix}${name}`;
  throw new UserError(
    `The preview "${typed}" needs another name: 1 to ${maxLength} letters and digits, such as pr-42. All other characters are ignored.`,
  );
}
