declare module 'dynalite' {
  import type { Server } from 'node:http';

  interface Options {
    /** The folder of the LevelDB store. Without it, data is kept in memory. */
    readonly path?: string;
    /**
     * How long a new table stays in `CREATING`, in milliseconds.
     * @default 500
     */
    readonly createTableMs?: number;
  }

  /** A DynamoDB over HTTP. Closing the server also closes its store. */
  export default function dynalite(options?: Options): Server;
}
