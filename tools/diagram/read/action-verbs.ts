const verbs: readonly (readonly [pattern: RegExp, verb: string])[] = [
  [/^(Get|BatchGet|BatchCheck|Query|Scan|List|Describe|Receive|Head|Poll|Discover)/, 'reads'],
  [/^(Put|Update|BatchWrite|Send|Publish|Create|Write|Open|Register|Deregister|Submit)/, 'writes'],
  [/^Delete/, 'deletes'],
  [/^Decrypt$/, 'decrypts'],
  [/^connect$/, 'logs in'],
];

/**
 * Describes actions with verbs, such as `reads, writes`. If none of the actions has a verb, returns the name of the action,
 * or the number of actions if there are several.
 */
export function summarizeActions(actions: readonly string[]): string {
  const found = new Set(actions.map((action) => verbs.find(([pattern]) => pattern.test(action))?.[1]));
  const known = verbs.flatMap(([, verb]) => (found.has(verb) ? verb : []));
  if (known.length > 0) return known.join(', ');
  return actions.length === 1 ? `${actions[0]}` : `${actions.length} actions`;
}
