/** The part of the output of `terraform state pull` that commands read. The version of its format is 4. */
export interface StateDocument {
  readonly resources?: readonly {
    readonly mode: 'managed' | 'data';
    readonly module?: string;
    readonly type: string;
    readonly name: string;
    readonly instances: readonly {
      readonly index_key?: string | number;
      readonly status?: 'tainted';
    }[];
  }[];
}

/** A managed resource in the state, not a data source. */
export interface StateResource {
  /** The address, such as `aws_ecs_service.app[0]`. */
  readonly address: string;
  /** Whether the creation of the resource failed halfway, so that the next apply would replace the resource. */
  readonly isTainted: boolean;
}

/** Returns the managed resources of a state. */
export function resourcesOf({ resources = [] }: StateDocument): StateResource[] {
  return resources
    .filter(({ mode }) => mode === 'managed')
    .flatMap(({ module, type, name, instances }) =>
      instances.map(({ index_key: key, status }) => ({
        address: [...(module === undefined ? [] : [module]), type, name].join('.') + indexOf(key),
        isTainted: status === 'tainted',
      })),
    );
}

function indexOf(key: string | number | undefined): string {
  return key === undefined ? '' : `[${JSON.stringify(key)}]`;
}
