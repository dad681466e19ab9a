import type { Configuration } from './configuration';

/** Whether an argument is a reference to a prefix list whose entries are acceptable. */
export type IsKnownList = (list: string) => boolean;

const reference = /^\$\{(data\.aws_ec2_managed_prefix_list\.[\w-]+)(\[[^\]]*\])?\.id\}$/;

/** Returns a check that accepts only the prefix lists in `allowFrom`. Any other list of the account may contain the whole internet. */
export function listedIn(configuration: Configuration, allowFrom: readonly string[]): IsKnownList {
  return (list) => allowFrom.includes(String(attributesOf(configuration, list)?.id));
}

/** Returns a check that accepts only AWS's own prefix lists, such as the list of CloudFront's addresses. */
export function ownedByAws(configuration: Configuration): IsKnownList {
  return (list) => String(attributesOf(configuration, list)?.name).startsWith('com.amazonaws.');
}

/** Returns the attributes of the data source to which an argument refers; undefined if the argument is not a reference to a prefix list. */
function attributesOf({ dataSources }: Configuration, list: string) {
  const [, address] = reference.exec(list) ?? [];
  return dataSources.find((block) => block.address === address)?.attributes;
}
