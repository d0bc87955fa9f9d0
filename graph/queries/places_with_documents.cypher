// The codes of the places that some loaded document applies in; as many steps as places, not as documents.
MATCH (j:Jurisdiction)
WHERE EXISTS { (j)<-[:APPLIES_IN]-(:Document) }
RETURN j.code AS code
ORDER BY code
