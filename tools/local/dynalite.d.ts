declare module 'dynalite' {
  import type { Server } from 'node:http';

  interface Options {
    /** The folder of the LevelDB store; in memory without it. */
    readonly path?: string;
    /** How long a new table stays in `CREATING`. @default 500 */
    readonly createTableMs?: number;
  }

  /** A DynamoDB over HTTP. Closing the server closes its store, too. */
  export default function dynalite(options?: Options): Server;
}
