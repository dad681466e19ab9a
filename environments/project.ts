/**
 * The first part of every name in AWS. A change creates new environments. Depending on `state`, Terraform deletes the old ones with
 * their data, or leaves them running (docs/changes.md).
 */
export const project = 'eight-digit';

/**
 * The AWS region, unless the file of an environment names another. A change deletes everything in the old region, with its data
 * (docs/changes.md).
 */
export const region = 'eu-central-1';
