import { createHash } from 'node:crypto';
import { ApiError, found, type Resource } from './json-api';

/** A version of a state. Its bytes are uploaded separately. */
export interface StateVersion {
  readonly id: string;
  readonly serial: number;
  readonly lineage: string;
  readonly md5: string;
  /** The URL to upload and download the bytes. */
  readonly url: string;
  bytes?: Buffer;
}

/** The part of a state file that tests use. */
export interface State {
  readonly serial: number;
  readonly lineage: string;
  readonly outputs: Readonly<Record<string, { readonly value: unknown; readonly type: unknown }>>;
  readonly resources: readonly { readonly type: string; readonly name: string }[];
}

/** The state versions of one workspace, the oldest first. */
export class StateVersions {
  readonly #all: StateVersion[] = [];

  get current(): StateVersion | undefined {
    return this.#all.findLast(({ bytes }) => bytes !== undefined);
  }

  /** Returns the current state file. */
  read(): State {
    return JSON.parse(String(found(this.current?.bytes)));
  }

  find(id: string): StateVersion | undefined {
    return this.#all.find((version) => version.id === id);
  }

  /** @throws ApiError if the state is not a successor of the current one, unless `force` is true */
  add(version: StateVersion, force: boolean): void {
    const { current } = this;
    const follows = !current || (version.lineage === current.lineage && version.serial > current.serial);
    if (!force && !follows) throw new ApiError(409, 'the state is not a successor of the current one');
    this.#all.push(version);
  }

  /** Returns the outputs of the current state, as `terraform output` reads them. */
  outputs(): Resource[] {
    return Object.entries(this.read().outputs).map(([name, { value, type }]) => ({
      id: `wsout-${name}`,
      type: 'state-version-outputs',
      attributes: { name, value, sensitive: false, 'detailed-type': type },
    }));
  }
}

/** @throws ApiError if the bytes do not have the announced MD5 */
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
