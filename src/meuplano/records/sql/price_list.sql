-- The price version that holds on a day, with the prices of one plan.
select v.gb_centavos,
  (select t.licence_centavos from meuplano_planprice t where t.version_id = v.id and t.plan_id = %(plan)s) as licence,
  (select json_agg(json_build_array(m.code, m.name, x.licence_centavos) order by m.code)
   from meuplano_moduleprice x
   join meuplano_module m on m.id = x.module_id
   where x.version_id = v.id) as modules,
  (select json_agg(json_build_array(y.cycle, y.discount))
   from meuplano_cycleterms y where y.version_id = v.id) as cycles
from meuplano_priceversion v
where v.valid_from <= %(day)s
order by v.valid_from desc limit 1
