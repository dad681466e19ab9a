import type { Configuration } from './configuration';

/** Checks whether an argument is a reference to a prefix list with known entries. */
export type IsKnownList = (list: string) => boolean;

const reference = /^\$\{(data\.aws_ec2_managed_prefix_list\.[\w-]+)(\[[^\]]*\])?\.id\}$/;

/** Accepts the lists in `allowFrom`. Every other list of the account may contain the whole internet. */
export function listedIn(configuration: Configuration, allowFrom: readonly string[]): IsKnownList {
  return (list) => allowFrom.includes(String(attributesOf(configuration, list)?.id));
}

/** Accepts AWS's own lists, such as the addresses of CloudFront. */
export function ownedByAws(configuration: Configuration): IsKnownList {
  return (list) => String(attributesOf(configuration, list)?.name).startsWith('com.amazonaws.');
}

/** Returns the attributes of the data source that an argument refers to; undefined if it is no such reference. */
function attributesOf({ dataSources }: Configuration, list: string) {
  const [, address] = reference.exec(list) ?? [];
  return dataSources.find((block) => block.address === address)?.attributes;
}
