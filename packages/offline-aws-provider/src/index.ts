export type { Account, TerraformState } from './account';
export type { UsedTypes } from './derive-schema';
export { type OfflineProvider, startOfflineProvider } from './start';
export { usedTypes } from './used-types';
export type { Value, Values } from './value';
