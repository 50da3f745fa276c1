/** Something that whoever called can mend: shown without a stack. */
export class CliError extends Error {}
