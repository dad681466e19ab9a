import { removeForbidden } from '../../forms/invisible-characters';
import { normalizeText } from '../../forms/text-fields';

const maxCodePoints = 128;

/**
 * Returns the name of a file as it is stored and shown: without folders and invisible characters, 1 to 128 code points.
 */
export function cleanFileName(name: string): string {
  const lastPart = removeForbidden(normalizeText(name)).split(/[\\/]/).at(-1) ?? '';
  return [...lastPart].slice(-maxCodePoints).join('').trim() || 'file';
}
