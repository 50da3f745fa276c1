import { expect, test } from 'vitest'
import { nearName } from './near-name.ts'

test('a name that was probably meant is a slip or two away, or written otherwise', () => {
  const known = ['purchase', 'add_to_cart', 'Order Completed', 'view', '加入购物车']
  expect(nearName('purchases', known)).toBe('purchase')
  expect(nearName('purhcase', known)).toBe('purchase')
  expect(nearName('order_completed', known)).toBe('Order Completed')
  expect(nearName('AddToCart', known)).toBe('add_to_cart')
  expect(nearName('views', known)).toBe('view')
  expect(nearName('加入购物', known)).toBe('加入购物车')
  expect(nearName('checkout', known)).toBeUndefined()
  expect(nearName('new', known)).toBeUndefined()
})

test('the nearest comes first, and of equals the one that was received most', () => {
  expect(nearName('purchase_2', ['purchase_10', 'purchase_1', 'purchase_3'])).toBe('purchase_1')
})
