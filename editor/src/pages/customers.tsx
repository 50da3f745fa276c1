import { Button, Input } from 'antd'
import { Search, UsersRound } from 'lucide-react'
import { useDeferredValue } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useCustomers } from '../api/customers.ts'
import { sayValue } from '../i18n/say-value.ts'
import { Ago } from '../shell/ago.tsx'
import { clearable } from '../shell/clearable.tsx'
import { Empty } from '../shell/empty.tsx'
import { Failure } from '../shell/failure.tsx'
import { useAddress } from '../shell/use-address.ts'

const example = `curl ${window.location.origin}/v1/track -u WRITE_KEY: \\
  -H 'Content-Type: application/json' \\
  -d '{"userId": "ada", "event": "add_to_cart", "properties": {"value": 30}}'`
const shownAttributes = 4

/** Everybody who is known, to look one up. */
export function Customers() {
  const { t } = useTranslation()
  const { read, write } = useAddress()
  const typed = read('search')
  const search = useDeferredValue(typed.trim())
  const customers = useCustomers(search)
  const items = customers.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t('customers.title')}</h1>
        <Input
          className="page-search"
          allowClear={clearable}
          prefix={<Search size={14} aria-hidden />}
          placeholder={t('customers.search')}
          aria-label={t('customers.search')}
          value={typed}
          onChange={(event) => write({ search: event.target.value }, { typing: true })}
        />
      </div>
      {customers.isError ? <Failure error={customers.error} retry={() => void customers.refetch()} /> : null}
      {customers.isSuccess && items.length === 0 ? (
        search === '' ? (
          <Empty title={t('customers.emptyTitle')} text={t('customers.emptyText')} icon={<UsersRound aria-hidden />}>
            <pre className="code-block">{example}</pre>
          </Empty>
        ) : (
          <Empty
            title={t('customers.noneTitle')}
            text={t('customers.noneText', { search })}
            icon={<Search aria-hidden />}
          />
        )
      ) : null}
      {items.length > 0 ? (
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t('customers.id')}</th>
              <th scope="col" className="wide-only">
                {t('customers.attributes')}
              </th>
              <th scope="col">{t('customers.since')}</th>
            </tr>
          </thead>
          <tbody>
            {items.map(({ id, attributes, createdAt }) => (
              <tr key={id} data-customer={id}>
                <th scope="row">
                  <Link className="row-link" to={`/customers/${encodeURIComponent(id)}`}>
                    {id}
                  </Link>
                </th>
                <td className="wide-only">
                  {Object.entries(attributes)
                    .slice(0, shownAttributes)
                    .map(([name, value]) => (
                      <span key={name} className="attribute">
                        <span className="quiet">{name}</span> {sayValue(value)}
                      </span>
                    ))}
                </td>
                <td className="quiet">
                  <Ago at={createdAt} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
      {customers.hasNextPage ? (
        <Button className="more" loading={customers.isFetchingNextPage} onClick={() => void customers.fetchNextPage()}>
          {t('common.more')}
        </Button>
      ) : null}
    </div>
  )
}
