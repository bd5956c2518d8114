/** A nominal type over a primitive, so that ids and instants of different kinds never mix. */
export type Brand<T, Name extends string> = T & { readonly __brand: Name };
