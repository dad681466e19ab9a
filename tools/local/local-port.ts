import { port as defaultPort } from '../../contract';
import { UserError } from '../shared/user-error';
import { findFreePort, requirePort } from './free-port';

/** Below this, only root may listen on some systems. */
const firstUnprivilegedPort = 1024;

/** The port of a local run: the user's, or the first free one, starting at the port of the container in AWS. */
export class LocalPort {
  /** The port that was chosen last; 0 before the first choice. */
  current = 0;

  /** The first port that is tried without a request of the user. */
  readonly preferred: number;

  /**
   * @param requested the user's port, 0 for any free one; undefined for the first free one
   * @param containerPort the port of the container in AWS
   */
  constructor(
    readonly requested: number | undefined,
    containerPort: number = defaultPort,
  ) {
    this.preferred = containerPort < firstUnprivilegedPort ? defaultPort : containerPort;
  }

  /**
   * Chooses a port. Call it as late as possible, because another program can take a free port at any time.
   * @throws the same errors as `requirePort` and `findFreePort`
   */
  async choose(): Promise<number> {
    // The address should stay the same when the app restarts.
    const preferred = this.current || this.requested;
    const isFixed = this.requested !== undefined && this.requested !== 0;
    this.current = isFixed ? await requirePort(this.requested) : await this.chooseFree(preferred);
    return this.current;
  }

  /**
   * Runs work that needs the port. If another program takes the port in the meantime, runs it again with the next free
   * port.
   */
  async retry<T>(work: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await work();
      } catch (error) {
        const taken = this.current;
        const isPortProblem = error instanceof UserError && !this.requested && taken !== 0;
        if (!isPortProblem || (await findFreePort(taken)) === taken) throw error;
        console.log(`Another program has taken port ${taken} in the meantime. Trying the next one.`);
      }
    }
  }

  private chooseFree(preferred: number | undefined): Promise<number> {
    return preferred === 0 ? requirePort(0) : findFreePort(preferred ?? this.preferred);
  }
}
