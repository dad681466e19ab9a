/** The families of EC2 instances that run Linux containers, as of November 2026. */
export const ec2Families = [
  ...['t2', 't3', 't3a', 't4g', 'a1'],
  ...['m4', 'm5', 'm5a', 'm5ad', 'm5d', 'm5dn', 'm5n', 'm5zn', 'm6a', 'm6g', 'm6gd', 'm6i', 'm6id', 'm6idn', 'm6in'],
  ...['m7a', 'm7g', 'm7gd', 'm7i', 'm7i-flex', 'm8a', 'm8g', 'm8gb', 'm8gd', 'm8gn', 'm8i', 'm8id', 'm8i-flex'],
  ...['c4', 'c5', 'c5a', 'c5ad', 'c5d', 'c5n', 'c6a', 'c6g', 'c6gd', 'c6gn', 'c6i', 'c6id', 'c6in', 'c7a', 'c7g'],
  ...['c7gd', 'c7gn', 'c7i', 'c7i-flex', 'c8a', 'c8g', 'c8gb', 'c8gd', 'c8gn', 'c8i', 'c8id', 'c8i-flex'],
  ...['r4', 'r5', 'r5a', 'r5ad', 'r5b', 'r5d', 'r5dn', 'r5n', 'r6a', 'r6g', 'r6gd', 'r6i', 'r6id', 'r6idn', 'r6in'],
  ...['r7a', 'r7g', 'r7gd', 'r7i', 'r7iz', 'r8a', 'r8g', 'r8gb', 'r8gd', 'r8gn', 'r8i', 'r8id', 'r8i-flex'],
  ...['x1', 'x1e', 'x2gd', 'x2idn', 'x2iedn', 'x2iezn', 'x8g', 'z1d', 'i3', 'i3en', 'i4g', 'i4i', 'i7i', 'i7ie', 'i8g'],
  ...[
    'i8ge',
    'im4gn',
    'is4gen',
    'd2',
    'd3',
    'd3en',
    'g4ad',
    'g4dn',
    'g5',
    'g5g',
    'g6',
    'g6e',
    'g6f',
    'gr6',
    'inf1',
    'inf2',
  ],
  ...['p3', 'p4d', 'p5', 'p5e', 'p5en', 'trn1', 'trn1n', 'trn2', 'vt1', 'f1', 'f2', 'hpc6a', 'hpc7a', 'hpc7g'],
];

/** The families of RDS instances that run PostgreSQL, without `db.`, as of November 2026. */
export const databaseFamilies = [
  ...['t3', 't4g', 'm5', 'm5d', 'm6g', 'm6gd', 'm6i', 'm6id', 'm6idn', 'm6in', 'm7g', 'm7i', 'm8g', 'm8gd', 'c6gd'],
  ...['r5', 'r5b', 'r5d', 'r6g', 'r6gd', 'r6i', 'r6id', 'r6idn', 'r6in', 'r7g', 'r7i', 'r8g', 'r8gd', 'x2g', 'x2idn'],
  ...['x2iedn', 'x2iezn'],
];

const multiples = [2, 3, 4, 6, 8, 9, 10, 12, 16, 18, 24, 32, 48, 56, 64, 96, 112, 192].map((n) => `${n}xlarge`);
export const metals = ['metal', ...[16, 24, 32, 48, 96].map((n) => `metal-${n}xl`)];
export const largeSizes = ['large', 'xlarge', ...multiples];
export const burstableSizes = ['micro', 'small', 'medium', 'large', 'xlarge', '2xlarge'];

export function isBurstable(family: string): boolean {
  return /^t\d/.test(family);
}
