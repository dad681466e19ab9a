import type { Rule } from './rule';

/** Rejects Terraform modules. Their resources are in other files, which the rules of this folder cannot check. */
export const modules: Rule = (configuration) =>
  configuration.modules.map((block) => ({
    block,
    message:
      'The resources of a module are not in the synthesized JSON, so the guard rails cannot check them. Replace the module with a construct in stacks/.',
  }));
