import type { Kysely } from 'kysely';

/**
 * One step of the schema. The version of the app before must run on the schema after it, because both run while one
 * takes the place of the other: expand first, and contract in a later version.
 */
export interface Migration {
  /** Its file's name: four digits that give its place, and what it does. It never changes once it has been applied anywhere. */
  readonly name: string;
  /** Makes the step, in a transaction. */
  up(database: Kysely<unknown>): Promise<void>;
}
