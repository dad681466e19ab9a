/**
 * The factor by which a test waits longer than the time that the app promises, because the machine may be busy. Only a test that fails waits
 * this long.
 */
export const patience = 6;
