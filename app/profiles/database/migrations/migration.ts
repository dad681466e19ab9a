import type { Kysely } from 'kysely';

/**
 * One change of the schema. During a deployment, the previous version of the app runs on the new schema. So only expand
 * the schema, and remove things in a later version.
 */
export interface Migration {
  /**
   * The name of the migration's file: four digits for the order, and a description. It must not change after it has
   * been applied anywhere.
   */
  readonly name: string;
  /** Changes the schema, in a transaction. */
  up(database: Kysely<unknown>): Promise<void>;
}
