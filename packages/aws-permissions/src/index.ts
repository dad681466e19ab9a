export { mergeStatements } from './merge';
export { type Need, needsOf, rowsFolder, statementsFor, typesWithoutRow } from './permissions';
export { type Purpose, purposeStatements } from './purposes';
export { changePoliciesOf, type Policies, readPoliciesOf } from './role-policies';
export { acceptsNoResource } from './row';
export { StackOwner, type StackOwnerOptions } from './stack-owner';
export type { Statement } from './statement';
export { table } from './table';
