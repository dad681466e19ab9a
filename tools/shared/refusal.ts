/** An outcome that the user can act on: its message is the whole story, so it is printed without a stack. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
}
