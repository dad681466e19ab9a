import type { Fields } from '../entries/entry-form';
import type { FieldError } from '../http/problem';
import type { ProfileDetails } from './profile';

/** What has become of the fields: the details, or every wrong field. */
export type ParsedProfile =
  | { readonly details: ProfileDetails; readonly errors: readonly [] }
  | { readonly details: null; readonly errors: readonly FieldError[] };

/**
 * Parses `name`, `email`, `phone` and `about`. Unknown fields are ignored. It does not throw, so that a wrong file can be
 * told together with wrong fields.
 */
export declare function parseProfile(fields: Fields): ParsedProfile;

/** What a client calls its file, as it is kept and shown: without folders and invisible characters, 1 to 128 code points. */
export declare function cleanFileName(name: string): string;
