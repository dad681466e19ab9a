/** The key of an entry: its author and its time. No two entries have the same key. */
export interface EntryKey {
  /** 1 to 64 code points, in Unicode normalization form C. */
  readonly username: string;
  /**
   * A date and time (RFC 3339). The app writes UTC with microseconds, always 27 characters
   * (`2026-11-21T07:42:43.081123Z`). The width is fixed because DynamoDB sorts strings. Other programs may write other
   * formats.
   */
  readonly timestamp: string;
}

/** One entry, as it is stored, shown and returned. */
export interface Entry extends EntryKey {
  /** `digitCount` ASCII digits. A string, because leading zeros count. */
  readonly digits: string;
}

/** An entry that a client posts. The repository assigns its timestamp. */
export type NewEntry = Pick<Entry, 'username' | 'digits'>;
