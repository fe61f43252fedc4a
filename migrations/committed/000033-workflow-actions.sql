--! Previous: sha1:c282d918dccf6ebb0624675e4cc2641d07ba9405
--! Hash: sha1:0c3e1fd8c739b1336f981f823eae7b69483107ae

-- Workflow actions.
select 1;
