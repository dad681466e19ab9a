import { object, optional, string } from './shape';

/** The settings of the DynamoDB table of entries. */
export interface TableSettings {
  /**
   * The name of the table: 3 to 255 letters, digits, `_`, `.` and `-`. It must be unique in the account and region.
   * @default {project}-{name}-entries
   */
  readonly name?: string;
}

export const tableShape = object<TableSettings>({ name: optional(string) });
