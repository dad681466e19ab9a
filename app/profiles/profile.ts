/** The details that users enter about themselves, after validation. */
export interface ProfileDetails {
  /** 1 to 64 code points, in Unicode normalization form C. */
  readonly name: string;
  /** At most 254 characters, as typed. Several profiles may have the same address. Not public. */
  readonly email: string;
  /** 5 to 15 digits, with a plus, spaces and separators as typed, or null. Not public. */
  readonly phone: string | null;
  /** Up to 2,000 code points, possibly with line breaks, or null. */
  readonly about: string | null;
}

/** A reference to the file of a profile. */
export interface ProfileFile {
  /** A UUID: the id of the object and of its metadata. */
  readonly id: string;
  /** The name of the user's file: 1 to 128 code points, without a folder. It may not match the content. */
  readonly name: string;
}

/** A profile as its owner sees it. */
export interface Profile extends ProfileDetails {
  /** A UUID. */
  readonly id: string;
  /** An instant in UTC with microseconds (`2026-11-21T07:42:43.081123Z`), always 27 characters. */
  readonly createdAt: string;
  readonly file: ProfileFile | null;
}

/** The public part of a profile. */
export type PublicProfile = Omit<Profile, 'email' | 'phone'>;

/** A position in the list. A profile with this key need not exist. */
export type ProfilePlace = Pick<PublicProfile, 'id' | 'createdAt'>;

/** A page of the list, newest first. */
export interface ProfilePage {
  readonly profiles: readonly PublicProfile[];
  /** Where the next page starts. Null on the last page. */
  readonly next: ProfilePlace | null;
}

/** A request for a page of the list. */
export interface ProfileQuery {
  /** The maximum number of profiles, 1 to 100. */
  readonly limit: number;
  /**
   * Only profiles older than this position.
   * @default all
   */
  readonly before?: ProfilePlace;
  /** Only profiles whose name contains this text, ignoring case and accents. @default all */
  readonly search?: string;
}

/** Whether a text is a UUID as the app writes them: in lower case, with hyphens. */
export function isProfileId(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
}

/** Whether a text is an instant in the format of `createdAt`, with a valid date: not 30 February, not year 0. */
export function isCreatedAt(text: string): boolean {
  if (!/^(?!0000)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/.test(text) || Number.isNaN(Date.parse(text))) return false;
  return new Date(text).toISOString().slice(0, 23) === text.slice(0, 23);
}
