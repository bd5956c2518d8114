/** The number that a use case's jobs carry. $1 name. */
export const findUseCaseNo = { name: 'find-use-case-no', text: 'select no from use_case where name = $1' };
