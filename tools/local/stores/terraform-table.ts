import { blocksOf, type SynthesizedResource, type SynthesizedStack } from '../../shared/synthesized-stack';
import { UserError } from '../../shared/user-error';
import { type BlockReader, blockReader } from './block-reader';

/** The arguments of an `aws_dynamodb_table` that affect the behaviour of a table. All references are resolved. */
export interface TerraformTable extends TerraformKeys, TerraformCapacity {
  readonly attribute: readonly { readonly name: string; readonly type: string }[];
  readonly billing_mode?: string;
  readonly global_secondary_index: readonly TerraformIndex[];
  readonly local_secondary_index: readonly TerraformIndex[];
}

export interface TerraformIndex extends Partial<TerraformKeys>, TerraformCapacity {
  readonly name: string;
  readonly projection_type: string;
  readonly non_key_attributes: readonly string[];
}

export interface TerraformKeys {
  readonly hash_key: string;
  readonly range_key?: string;
}

export interface TerraformCapacity {
  readonly read_capacity?: number;
  readonly write_capacity?: number;
}

const listedBlocks = ['attribute', 'global_secondary_index', 'local_secondary_index'] as const;

/**
 * Reads an `aws_dynamodb_table` from the synthesized stack.
 * @throws UserError that names the argument that is missing, invalid, or known only to Terraform
 */
export function readTable(stack: SynthesizedStack, { address, block }: SynthesizedResource): TerraformTable {
  const dynamic = blocksOf(block.dynamic, `dynamic of ${address}`).flatMap(Object.keys);
  const generated = listedBlocks.filter((name) => dynamic.includes(name));
  if (generated.length > 0) {
    throw new UserError(
      `${address} has dynamic blocks (${generated.join(', ')}), which only Terraform can expand. Write the blocks without "dynamic".`,
    );
  }
  const listOf = (name: (typeof listedBlocks)[number]) =>
    blocksOf(block[name], `${name} of ${address}`).map((nested) => blockReader(stack, `${name} of ${address}`, nested));
  const own = blockReader(stack, address, block);
  const table: TerraformTable = {
    hash_key: own.required('hash_key'),
    range_key: own.text('range_key'),
    billing_mode: own.text('billing_mode'),
    ...capacity(own),
    attribute: listOf('attribute').map(({ required }) => ({ name: required('name'), type: required('type') })),
    global_secondary_index: listOf('global_secondary_index').map(index),
    local_secondary_index: listOf('local_secondary_index').map(index),
  };
  requireDeclaredKeys(address, table);
  return table;
}

function index(read: BlockReader): TerraformIndex {
  return {
    name: read.required('name'),
    hash_key: read.text('hash_key'),
    range_key: read.text('range_key'),
    projection_type: read.required('projection_type'),
    non_key_attributes: read.texts('non_key_attributes'),
    ...capacity(read),
  };
}

function capacity({ number }: BlockReader): TerraformCapacity {
  return { read_capacity: number('read_capacity'), write_capacity: number('write_capacity') };
}

/**
 * Checks that each key is declared in an attribute block. DynamoDB would also report a missing key, but without the
 * address of the resource.
 */
function requireDeclaredKeys(address: string, table: TerraformTable): void {
  const declared = table.attribute.map(({ name }) => name);
  const keys = [table, ...table.global_secondary_index, ...table.local_secondary_index]
    .flatMap(({ hash_key, range_key }) => [hash_key, range_key])
    .filter((key) => key !== undefined);
  const missing = [...new Set(keys)].filter((key) => !declared.includes(key));
  if (missing.length > 0) {
    throw new UserError(
      `${address} has keys that no attribute block declares: ${missing.join(', ')}. Add an attribute block for each key.`,
    );
  }
}
