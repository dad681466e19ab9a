import { createHash } from 'node:crypto';
import { ApiError, found, type Resource } from './json-api';

/** A version of a state. The client first creates the version, and then uploads the bytes of the state. */
export interface StateVersion {
  readonly id: string;
  readonly serial: number;
  readonly lineage: string;
  readonly md5: string;
  /** The URL to which the bytes are uploaded, and from which they are downloaded. */
  readonly url: string;
  bytes?: Buffer;
}

/** The fields of a state file that tests use. */
export interface State {
  readonly serial: number;
  readonly lineage: string;
  readonly outputs: Readonly<Record<string, { readonly value: unknown; readonly type: unknown }>>;
  readonly resources: readonly { readonly type: string; readonly name: string }[];
}

/** The state versions of one workspace. */
export class StateVersions {
  readonly #all: StateVersion[] = [];

  get current(): StateVersion | undefined {
    return this.#all.findLast(({ bytes }) => bytes !== undefined);
  }

  /**
   * Returns the content of the current state file.
   * @throws ApiError 404 if no state was uploaded
   */
  read(): State {
    return JSON.parse(String(found(this.current?.bytes)));
  }

  find(id: string): StateVersion | undefined {
    return this.#all.find((version) => version.id === id);
  }

  /**
   * Adds a version. It must be a successor of the current one, unless `force` is true.
   * @throws ApiError 409 if the version is not a successor and `force` is false
   */
  add(version: StateVersion, force: boolean): void {
    const { current } = this;
    const follows = !current || (version.lineage === current.lineage && version.serial > current.serial);
    if (!force && !follows) throw new ApiError(409, 'the state is not a successor of the current one');
    this.#all.push(version);
  }

  /** Returns the outputs in the current state, as `terraform output` requests them. */
  outputs(): Resource[] {
    return Object.entries(this.read().outputs).map(([name, { value, type }]) => ({
      id: `wsout-${name}`,
      type: 'state-version-outputs',
      attributes: { name, value, sensitive: false, 'detailed-type': type },
    }));
  }
}

/**
 * Stores the bytes of a state version.
 * @throws ApiError 400 if the MD5 of the bytes differs from the MD5 of the version
 */
export function uploadState(version: StateVersion, bytes: Buffer): void {
  const md5 = createHash('md5').update(bytes).digest('hex');
  if (md5 !== version.md5) throw new ApiError(400, 'the upload does not have the announced MD5');
  version.bytes = bytes;
}

export function stateVersionResource({ id, serial, lineage, url, bytes }: StateVersion): Resource {
  return {
    id,
    type: 'state-versions',
    attributes: {
      serial,
      lineage,
      status: bytes === undefined ? 'pending' : 'finalized',
      'hosted-state-download-url': url,
      'hosted-state-upload-url': url,
      'hosted-json-state-upload-url': `${url}/json`,
    },
  };
}
