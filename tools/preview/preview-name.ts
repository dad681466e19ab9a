import { maxEnvironmentNameLength, previewPrefix } from '../../contract';
import { UserError } from '../shared/user-error';

/** The maximum length of the part after the prefix. */
const maxLength = maxEnvironmentNameLength - previewPrefix.length;

/**
 * Returns the environment's name for the name that the user types: `previewpr42` for both `pr-42` and `previewpr42`.
 * Characters that are neither letters nor digits are removed, because names of environments cannot contain them.
 * @throws UserError if the remaining name is empty or too long
 */
export function previewName(typed: string): string {
  const name = typed
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
    .replace(new RegExp(`^${previewPrefix}`), '');
  if (name.length > 0 && name.length <= maxLength) return `${previewPrefix}${name}`;
  throw new UserError(
    `"${typed}" cannot be the name of a preview. Use 1 to ${maxLength} letters and digits, such as pr-42. All other characters are ignored.`,
  );
}

/** Whether an environment's name is one that `previewName` returns: the prefix, followed by 1 to 9 letters and digits. */
export function isCompletePreviewName(name: string): boolean {
  return new RegExp(`^${previewPrefix}[a-z0-9]{1,${maxLength}}$`).test(name);
}
