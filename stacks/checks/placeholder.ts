/**
 * Whether a name is a placeholder from instructions, such as `your-bucket`, `<organization>` or `changeme`. Names that also contain other
 * words, such as `your-move` and `my-example-shop`, may be real.
 */
export function isPlaceholder(name: string): boolean {
  const marker = /[<>{}$…]|\.\.\.|^(changeme|change[-_]me|placeholder|replaceme|fixme|todo|tbd|x{3,}|undefined|null)$/i;
  const noun =
    '(aws|s3|tf|tfc|terraform|tfstate|state|bucket|org|organi[sz]ation|company|account|workspace|name|here|me)';
  const instruction = new RegExp(`^((your|my|change|replace|insert)([-_.]?${noun})+|example([-_.]?${noun})*)$`, 'i');
  const nounOnly = /^(name|(bucket|org|organi[sz]ation|workspace|company)([-_]?(name|here))?)$/i;
  return marker.test(name) || instruction.test(name) || nounOnly.test(name);
}
