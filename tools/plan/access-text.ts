import { colors } from '../console/terminal';
import type { AccessChange } from './access-changes';
import { type Color, wrapped } from './text-lines';

/** Matches a sentence that opens access to everyone or to a network. A network is a CIDR block or a prefix list, as in `allowFrom`. */
const isEntrance = /^Allow .* to (AWS )?(everyone|\*)| from ([\da-f.:]+\/\d+|pl-\w+) into /;

export interface CountedResources {
  /** The addresses of the new resources that the summary counts instead of listing them. */
  readonly created: ReadonlySet<string>;
  readonly destroyed: ReadonlySet<string>;
}

/**
 * Returns the changes of permissions and network access as lines. For a resource that the summary only counts, returns
 * a change only if it opens access to everyone or to a network.
 */
export function accessLines(access: readonly AccessChange[], { created, destroyed }: CountedResources): string[] {
  const isShown = ({ address, added }: AccessChange) =>
    !(created.has(address) || destroyed.has(address)) || added.some((text) => isEntrance.test(text));
  const shown = access.filter(isShown);
  const rest = access.filter((change) => created.has(change.address) && !isShown(change)).length;
  return [
    ...shown.flatMap(resourceLines),
    ...(rest > 0
      ? [`  ${rest}${shown.length > 0 ? ' more' : ''} of the new resources above add permissions or network access`]
      : []),
  ];
}

function resourceLines({ address, added, removed }: AccessChange): string[] {
  const lines = (sign: string, color: Color, texts: readonly string[]) =>
    texts.flatMap((text) => wrapped(`      ${sign} `, text).map(color));
  const sign = removed.length === 0 ? '+' : added.length === 0 ? '-' : '~';
  return [`  ${sign} ${address}`, ...lines('+', colors.green, added), ...lines('-', colors.red, removed)];
}
