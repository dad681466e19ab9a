import { hasExpression } from './expressions';
import { type IngressRule, ingressRules } from './ingress-rules';
import { type IsKnownList, listedIn, ownedByAws } from './prefix-lists';
import { findEntrance, isAtEntrance, type PublicEntrance } from './public-entrance';
import type { Rule, Violation } from './rule';

/**
 * Requires that only the public entrance of an environment is open to the internet. With `allowFrom`, the entrance is open only to the
 * networks in this setting.
 */
export const publicIngress: Rule = (configuration, { allowFrom }) => {
  const entrance = findEntrance(configuration);
  const [toEntrance, others] = partition(ingressRules(configuration), (rule) => isAtEntrance(entrance, rule));
  const isListed = listedIn(configuration, allowFrom ?? []);
  const isOfAws = ownedByAws(configuration);
  return [
    ...(allowFrom === undefined ? [] : limitedRules(toEntrance, allowFrom, isListed)),
    ...publicRules(others, entrance, (list) => isListed(list) || isOfAws(list)),
  ];
};

/** Returns the rules of the entrance that allow networks outside of `allowFrom`. */
function limitedRules(rules: readonly IngressRule[], allowFrom: readonly string[], isListed: IsKnownList): Violation[] {
  return rules.flatMap(({ block, ranges, prefixLists }) => {
    const other = ranges.find((range) => !allowFrom.includes(range)) ?? prefixLists.find((list) => !isListed(list));
    if (other === undefined) return [];
    const message = `This rule allows ingress from ${other}, but the environment's ingress.allowFrom allows only ${allowFrom.join(', ')}. Add the network to this setting, or remove the rule.`;
    return [{ block, message }];
  });
}

/** Returns the rules outside of the public entrance that are, or may be, open to the internet. */
function publicRules(rules: readonly IngressRule[], entrance: PublicEntrance, isKnown: IsKnownList): Violation[] {
  return rules.flatMap(({ block, ranges, prefixLists }) => {
    const only = `but the only public entrance is ${entrance.description}`;
    if (ranges.some(isInternet)) {
      const message = `This rule allows ingress from the whole internet, ${only}. Allow another security group or a smaller range.`;
      return [{ block, message }];
    }
    const unknown = ranges.find(isUnknown) ?? prefixLists.find((list) => !isKnown(list));
    if (unknown === undefined) return [];
    const message = `This rule allows ingress from ${unknown}, which may be the whole internet, ${only}. Allow another security group, a literal range, the range of an aws_vpc or aws_subnet, or a data.aws_ec2_managed_prefix_list whose id is in ingress.allowFrom, or whose name begins with com.amazonaws.`;
    return [{ block, message }];
  });
}

function partition<T>(values: readonly T[], isFirst: (value: T) => boolean): [T[], T[]] {
  return [values.filter(isFirst), values.filter((value) => !isFirst(value))];
}

/** Matches a reference to the range of a VPC or a subnet. */
const networkRange = /^\$\{(data\.)?aws_(vpc|subnet)\.[\w-]+(\[[^\]]*\])?\.\w*cidr_block\}$/;

/** Whether a range counts as the internet: its prefix is shorter than /8, as in `0.0.0.0/0` and `128.0.0.0/1`. */
function isInternet(range: string): boolean {
  return /\/0*[0-7]$/.test(range);
}

function isUnknown(range: string): boolean {
  return hasExpression(range) && !networkRange.test(range);
}
