declare module 'dynalite' {
  import type { Server } from 'node:http';

  interface Options {
    /** The folder of the LevelDB store. @default keeps the data in memory */
    readonly path?: string;
    /**
     * How long a new table stays in `CREATING`, in milliseconds.
     * @default 500
     */
    readonly createTableMs?: number;
  }

  /** Creates an HTTP server that emulates DynamoDB. Closing the server also closes its store. */
  export default function dynalite(options?: Options): Server;
}
