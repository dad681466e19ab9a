import { port as defaultPort } from '../../contract';
import { UserError } from '../shared/user-error';
import { freePort, strictPort } from './port';

/** The port of a local run: the one that the user asked for, or the first free one from the app's default port on. */
export class LocalPort {
  /** The port that was chosen last; 0 before the first choice. */
  current = 0;

  /** @param asked the user's port, 0 for any free one; undefined for the first free one */
  constructor(private readonly asked: number | undefined) {}

  /**
   * Chooses a port. Called as late as possible, because another program can take a free port at any time.
   * @throws UserError as `strictPort` and `freePort`
   */
  async choose(): Promise<number> {
    // The address stays the same when the app is started again.
    const preferred = this.current || this.asked;
    const isFixed = this.asked !== undefined && this.asked !== 0;
    this.current = isFixed ? await strictPort(this.asked) : await this.chooseFree(preferred);
    return this.current;
  }

  /** Does work that needs the port, again with the next free port if another program has taken it meanwhile. */
  async retry<T>(work: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await work();
      } catch (error) {
        const taken = this.current;
        const isPortProblem = error instanceof UserError && !this.asked && taken !== 0;
        if (!isPortProblem || (await freePort(taken)) === taken) throw error;
        console.log(`Another program has taken port ${taken} meanwhile. Trying the next one.`);
      }
    }
  }

  private chooseFree(preferred: number | undefined): Promise<number> {
    return preferred === 0 ? strictPort(0) : freePort(preferred ?? defaultPort);
  }
}
