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

/** A reference from a profile to its file. */
export interface ProfileFile {
  /** The id of the object in S3 and of its metadata, a UUID. */
  readonly id: string;
  /** The name of the user's file: 1 to 128 code points, without a folder. The name need not match the content. */
  readonly name: string;
}

/** A profile as its owner sees it. */
export interface Profile extends ProfileDetails {
  /** The id of the profile, a UUID. */
  readonly id: string;
  /**
   * The time when the profile was created, in UTC with microseconds (`2026-11-21T07:42:43.081123Z`), always 27
   * characters.
   */
  readonly createdAt: string;
  readonly file: ProfileFile | null;
}

/** The public part of a profile. */
export type PublicProfile = Omit<Profile, 'email' | 'phone'>;

/** A position in the list of profiles. A profile with this id and this time need not exist. */
export type ProfilePlace = Pick<PublicProfile, 'id' | 'createdAt'>;

/** A page of the list of profiles, newest first. */
export interface ProfilePage {
  readonly profiles: readonly PublicProfile[];
  /** The position where the next page starts, or null on the last page. */
  readonly next: ProfilePlace | null;
}

/** The query for a page of the list of profiles. */
export interface ProfileQuery {
  /** The maximum number of profiles, 1 to 100. */
  readonly limit: number;
  /**
   * If set, the page contains only profiles that are older than this position.
   * @default all profiles
   */
  readonly before?: ProfilePlace;
  /**
   * If set, the page contains only profiles whose name contains this text, ignoring case and accents.
   * @default all profiles
   */
  readonly search?: string;
}

/** Whether a text is a UUID in the form that the app writes: in lower case, with hyphens. */
export function isProfileId(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
}

/**
 * Whether a text is a time in the format of `createdAt`, with a date that exists: not 30 February, and not in the year
 * 0.
 */
export function isCreatedAt(text: string): boolean {
  if (!/^(?!0000)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/.test(text) || Number.isNaN(Date.parse(text))) return false;
  return new Date(text).toISOString().slice(0, 23) === text.slice(0, 23);
}
