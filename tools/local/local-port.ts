import { port as defaultPort } from '../../contract';
import { findFreePort, requirePort } from '../shared/free-port';
import { UserError } from '../shared/user-error';

/** The first port on which every user may listen. On some systems, only root may listen on lower ports. */
const firstUnprivilegedPort = 1024;

/**
 * The port of a local run: the port that the user requests or, by default, the first free port. The search starts with
 * the port that the container has in AWS.
 */
export class LocalPort {
  /** The port that was chosen last; 0 before the first choice. */
  current = 0;

  /** The first port to try if the user requests no port. */
  readonly preferred: number;

  /**
   * @param requested the port that the user requests: 0 for any free port, undefined for the default
   * @param containerPort the port of the container in AWS
   */
  constructor(
    readonly requested: number | undefined,
    containerPort: number = defaultPort,
  ) {
    this.preferred = containerPort < firstUnprivilegedPort ? defaultPort : containerPort;
  }

  /**
   * Chooses a free port. Call it as late as possible, because another program can take the port at any time.
   * @throws the same errors as `requirePort` and `findFreePort`
   */
  async choose(): Promise<number> {
    // The last port is preferred, so that the address stays the same when the app restarts.
    const preferred = this.current || this.requested;
    const isFixed = this.requested !== undefined && this.requested !== 0;
    this.current = isFixed ? await requirePort(this.requested) : await this.chooseFree(preferred);
    return this.current;
  }

  /**
   * Runs work that chooses a port and listens on it. If another program takes the port first, runs the work again,
   * which then chooses the next free port.
   */
  async retry<T>(work: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await work();
      } catch (error) {
        const taken = this.current;
        const isPortProblem = error instanceof UserError && !this.requested && taken !== 0;
        if (!isPortProblem || (await findFreePort(taken)) === taken) throw error;
        console.log(`Another program is now using port ${taken}. Trying the next port.`);
      }
    }
  }

  private chooseFree(preferred: number | undefined): Promise<number> {
    return preferred === 0 ? requirePort(0) : findFreePort(preferred ?? this.preferred);
  }
}
