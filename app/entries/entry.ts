/** What names an entry: who made it, and when. The two together are the table's key, so no two entries share them. */
export interface EntryKey {
  /** 1 to 64 code points, in Unicode normalization form C. */
  readonly username: string;
  /**
   * An instant (RFC 3339). Ours are UTC in microseconds, always 27 characters (`2026-11-21T07:42:43.081123Z`): fixed width,
   * because DynamoDB sorts strings and a variable width would sort wrongly. Other programs may have written others.
   */
  readonly timestamp: string;
}

/** One entry as it is stored, shown and returned. */
export interface Entry extends EntryKey {
  /** `digitCount` ASCII digits; a string, because leading zeros count. */
  readonly digits: string;
}

/** What a client posts: an entry before the repository has given it its instant. */
export type NewEntry = Pick<Entry, 'username' | 'digits'>;
