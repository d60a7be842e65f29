-- What a list of payments is told with: what the modules are called, and the years that have payments, the last first.
select
  (select json_object_agg(m.code, m.name) from meuplano_module m) as names,
  (select json_agg(json_build_array(y.year, y.count) order by y.year desc)
   from (select extract(year from p.paid_on)::int as year, count(*) as count
         from meuplano_payment p where p.account_id = %(account)s group by 1) y) as years
