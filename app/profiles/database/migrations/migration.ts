import type { Kysely } from 'kysely';

/**
 * One change of the schema. During a deployment, the previous version of the app runs on the new schema. Therefore a
 * migration may only expand the schema; a later version removes what is no longer used.
 */
export interface Migration {
  /**
   * The name of the migration's file: four digits for the order, and a description. The name must not change once the
   * migration has been applied to any database.
   */
  readonly name: string;
  /** Changes the schema. The caller provides a transaction. */
  up(database: Kysely<unknown>): Promise<void>;
}
