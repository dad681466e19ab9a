/** What a person tells of themselves: as it was checked, and as it is stored. */
export interface ProfileDetails {
  /** 1 to 64 code points, in Unicode normalization form C. */
  readonly name: string;
  /** An address as it was typed, at most 254 characters; several profiles may share one. Never shown to strangers. */
  readonly email: string;
  /** 5 to 15 digits, with a plus, spaces and separators as typed, or null. Never shown to strangers. */
  readonly phone: string | null;
  /** Up to 2,000 code points, line breaks included, or null. */
  readonly about: string | null;
}

/** A file as the row of its profile names it. */
export interface ProfileFile {
  /** A UUID: what the object and its metadata are found by. */
  readonly id: string;
  /** What its owner called it: 1 to 128 code points, without a folder. A name only, it says nothing about the content. */
  readonly name: string;
}

/** A profile with everything that is told in it. Only whoever has its token may see it. */
export interface Profile extends ProfileDetails {
  /** A UUID. */
  readonly id: string;
  /** An instant in UTC with microseconds (`2026-11-21T07:42:43.081123Z`), always 27 characters. */
  readonly createdAt: string;
  readonly file: ProfileFile | null;
}

/** What everybody may see of a profile. */
export interface PublicProfile {
  readonly id: string;
  readonly createdAt: string;
  readonly name: string;
  readonly about: string | null;
  readonly file: ProfileFile | null;
}

/** A place in the list of profiles, whether a profile is there or not. */
export type ProfilePlace = Pick<PublicProfile, 'id' | 'createdAt'>;

/** One page of profiles, newest first. */
export interface ProfilePage {
  readonly profiles: readonly PublicProfile[];
  /** The place to go on from, or null on the last page. */
  readonly next: ProfilePlace | null;
}

/** Which page of profiles is wanted. */
export interface ProfileQuery {
  /** 1 to 100. */
  readonly limit: number;
  /** Only those older than this place. */
  readonly before?: ProfilePlace;
  /** Only those whose name holds this text, whatever its case and its accents. */
  readonly search?: string;
}

/** Whether a text is a UUID as the app writes them: in lower case, with hyphens. */
export function isProfileId(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
}

/** Whether a text is an instant as profiles have them, and one that every calendar has: no 30 February, no year 0. */
export function isCreatedAt(text: string): boolean {
  if (!/^(?!0000)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/.test(text) || Number.isNaN(Date.parse(text))) return false;
  return new Date(text).toISOString().slice(0, 23) === text.slice(0, 23);
}
