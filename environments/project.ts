/**
 * The first part of every name in AWS. If you change it, new environments are created. Depending on `state`, Terraform deletes the old
 * environments with their data, or leaves them running (docs/changes.md).
 */
export const project = 'eight-digit';

/**
 * The AWS region, unless the file of an environment names another one. If you change it, Terraform deletes everything in the old region,
 * including the data (docs/changes.md).
 */
export const region = 'eu-central-1';
