/** Does the work for every one, at most so many at once, beginning in order. The first failure is thrown. */
export async function atMost<T>(
  atOnce: number,
  all: readonly T[],
  work: (one: T, nth: number) => Promise<void>,
): Promise<void> {
  let next = 0
  const lane = async (): Promise<void> => {
    for (let nth = next++; nth < all.length; nth = next++) {
      const one = all[nth]
      if (one !== undefined) await work(one, nth)
    }
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, all.length) }, lane))
}
