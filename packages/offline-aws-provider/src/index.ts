export type { Account } from './aws/account';
export type { Value, Values } from './protocol/value';
export { type OfflineProvider, startOfflineProvider } from './provider/offline-provider';
export { type UsedTypes, usedTypes } from './schema/used-types';
