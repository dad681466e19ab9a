import type { Kysely } from 'kysely';

/**
 * One change of the schema. During a deployment, the previous version of the app runs on the new schema. So expand first, and
 * contract in a later version.
 */
export interface Migration {
  /** The name of its file: four digits for the order, and a description. It must not change after it has been applied anywhere. */
  readonly name: string;
  /** Changes the schema, in a transaction. */
  up(database: Kysely<unknown>): Promise<void>;
}
