/** A resource, a data source or an ephemeral resource in the JSON of a stack. */
export interface StackResource {
  /** The type. For a data source or an ephemeral resource, it has a prefix, as in `data.aws_vpc`. */
  readonly type: string;
  /** The address, for example `aws_vpc.network` or `data.aws_vpc.network`. */
  readonly address: string;
  readonly block: Readonly<Record<string, unknown>>;
}

type Json = Readonly<Record<string, unknown>>;

/**
 * Returns the resources, data sources and ephemeral resources in a stack's Terraform JSON. The JSON must have the format that cdktf writes.
 */
export function stackResources(document: unknown): StackResource[] {
  const { resource, data, ephemeral, locals } = asObject(document);
  const keys = asObject(asObject(locals).secret_keys);
  return [
    ...listed(resource, ''),
    ...listed(data, 'data.'),
    ...listed(ephemeral, 'ephemeral.'),
    // The KMS keys of the app's secrets are in no resource, so the stack writes them into its local values.
    ...listed({ secret_keys: { app: keys } }, 'local.').filter(({ block }) => Object.keys(block).length > 0),
  ];
}

/**
 * Returns the default tags, the region and the allowed account of the AWS provider. If the stack has several configurations of the
 * provider, these values are from the one without an alias.
 */
export function defaultsOf(document: unknown): {
  readonly region: string;
  readonly tags: Json;
  readonly account?: string;
} {
  const providers = [asObject(asObject(document).provider).aws].flat().map(asObject);
  const { region, default_tags, allowed_account_ids } = providers.find(({ alias }) => alias === undefined) ?? {};
  const [tags] = [default_tags].flat().map((one) => asObject(asObject(one).tags));
  const [account] = [allowed_account_ids].flat();
  return {
    region: String(region ?? ''),
    tags: tags ?? {},
    ...(typeof account === 'string' && { account }),
  };
}

/** Returns the S3 object that contains the state, or undefined if the state is not in S3. */
export function backendOf(document: unknown): { readonly bucket: string; readonly key: string } | undefined {
  const { bucket, key } = asObject(asObject(asObject(asObject(document).terraform).backend).s3);
  return typeof bucket === 'string' && typeof key === 'string' ? { bucket, key } : undefined;
}

/** Matches references to the account id. */
export const accountReference = /\$\{data\.aws_caller_identity\.\w+\.account_id\}/g;

/** Whether a value is known before an apply: it contains no references, except to the account id. */
export function isKnown(value: string): boolean {
  return !value.replace(accountReference, '').includes('${');
}

/** Returns the ARN of the permissions boundary of the roles; undefined if they have none. */
export function boundaryOf(resources: readonly StackResource[]): string | undefined {
  const roles = resources.filter(({ type }) => type === 'aws_iam_role');
  const [boundary] = roles.map(({ block }) => block.permissions_boundary);
  return typeof boundary === 'string' ? boundary : undefined;
}

function listed(section: unknown, prefix: string): StackResource[] {
  return Object.entries(asObject(section)).flatMap(([type, named]) =>
    Object.entries(asObject(named)).map(([id, block]) => ({
      type: `${prefix}${type}`,
      address: `${prefix}${type}.${id}`,
      block: asObject(block),
    })),
  );
}

function asObject(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
}
